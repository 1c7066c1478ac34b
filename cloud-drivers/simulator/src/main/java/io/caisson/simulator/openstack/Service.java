package io.caisson.simulator.openstack;

/** One of OpenStack's services. */
interface Service {
  /** Answers any request at all; never throws for what somebody sent. */
  Answer answer(Request request);
}
