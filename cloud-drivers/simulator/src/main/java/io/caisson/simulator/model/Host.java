package io.caisson.simulator.model;

/**
 * A machine that servers run on.
 *
 * @param ramMib MiB
 * @param diskGib GiB
 */
public record Host(String name, String zone, int vcpus, int ramMib, int diskGib) {}
