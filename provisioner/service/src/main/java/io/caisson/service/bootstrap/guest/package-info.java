/**
 * What a guest is given: user-data with a one-time secret, then a bundle of files for that secret;
 * and what it tells on its way.
 */
@NullMarked
package io.caisson.service.bootstrap.guest;

import org.jspecify.annotations.NullMarked;
