package io.caisson.simulator.model;

/** What somebody may be in a project. */
public record Role(String id, String name) {}
