/**
 * etcd's own calls about members and maintenance: gRPC by the HTTP/2 client that is there anyway,
 * inside connections to the members' pods that somebody else forwards.
 */
@NullMarked
package io.caisson.service.workload.etcd;

import org.jspecify.annotations.NullMarked;
