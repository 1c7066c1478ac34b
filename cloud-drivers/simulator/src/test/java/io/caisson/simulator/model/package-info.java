/**
 * The data centre in memory: hosts, identities, networks, servers, and what happened to them. It
 * knows no protocol; faces translate. It runs behind HTTP in real time and in-process in virtual
 * time.
 */
@NullMarked
package io.caisson.simulator.model;

import org.jspecify.annotations.NullMarked;
