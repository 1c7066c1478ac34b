/**
 * OpenStack Magnum's REST API as far as {@code openstack coe} needs it for templates and clusters,
 * wire-compatible, with the differences that {@code docs/magnum.md} lists.
 */
@NullMarked
package io.caisson.service.api.magnum;

import org.jspecify.annotations.NullMarked;
