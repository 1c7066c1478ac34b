/** What every way to a cluster's etcd, and every etcd, must hold to. */
@NullMarked
package io.caisson.contract.etcd;

import org.jspecify.annotations.NullMarked;
