package io.caisson.simulator.model;

/** A tenant. */
public record Project(String id, String name, String description) {}
