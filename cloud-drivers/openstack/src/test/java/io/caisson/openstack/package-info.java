/** The driver against scripted answers, and against a real OpenStack if one is named. */
@NullMarked
package io.caisson.openstack;

import org.jspecify.annotations.NullMarked;
