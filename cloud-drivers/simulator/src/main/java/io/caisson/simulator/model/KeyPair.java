package io.caisson.simulator.model;

import java.time.Instant;

/**
 * A public key that servers let in.
 *
 * @param user the owner's id: names are unique per user
 * @param fingerprint MD5, in hexadecimal with colons
 */
public record KeyPair(
    String user, String name, String type, String publicKey, String fingerprint, Instant created) {}
