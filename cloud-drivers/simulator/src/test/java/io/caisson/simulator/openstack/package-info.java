/**
 * The data centre's OpenStack HTTP face: Keystone v3, Nova v2.1, Neutron v2.0 and Glance v2 as raw
 * JSON. Status codes, error bodies, headers and key sets are those of a real OpenStack Zed, read
 * off one that was asked the same questions.
 */
@NullMarked
package io.caisson.simulator.openstack;

import org.jspecify.annotations.NullMarked;
