/** The proxy is tried against a small upstream of its own. */
@NullMarked
package io.caisson.contract.proxy;

import org.jspecify.annotations.NullMarked;
