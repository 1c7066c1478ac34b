/**
 * What the members of a simulated cluster's etcd answer to their clients: the calls about members
 * and maintenance, as gRPC over TLS. Messages are written byte by byte, from etcd's {@code
 * rpc.proto}; no generated class is shared with anybody.
 */
@NullMarked
package io.caisson.simulator.etcd;

import org.jspecify.annotations.NullMarked;
