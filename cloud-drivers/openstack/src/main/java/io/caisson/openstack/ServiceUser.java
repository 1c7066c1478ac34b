package io.caisson.openstack;

/** The service's own account in Keystone. */
record ServiceUser(String name, Session session) {}
