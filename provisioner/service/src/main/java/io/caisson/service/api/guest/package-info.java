/**
 * Where guests fetch their bundles and say how far they are: a listener of its own, with its own
 * port and authority and two routes, so that machines of tenants reach nothing else.
 */
@NullMarked
package io.caisson.service.api.guest;

import org.jspecify.annotations.NullMarked;
