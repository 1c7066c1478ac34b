/**
 * The way of all clusters to their cloud: lists that the clusters of a project share, and what
 * keeps one project or one cloud from occupying the others.
 */
@NullMarked
package io.caisson.service.traffic;

import org.jspecify.annotations.NullMarked;
