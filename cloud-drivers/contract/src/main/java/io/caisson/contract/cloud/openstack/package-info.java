/**
 * Points the cloud contract at any OpenStack. It speaks raw JSON and shares nothing with the driver
 * under test, so that a wrong shape cannot cancel out.
 */
@NullMarked
package io.caisson.contract.cloud.openstack;

import org.jspecify.annotations.NullMarked;
