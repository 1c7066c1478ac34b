package io.caisson.service.bootstrap.pki;

/**
 * Whom to trust at the other end of a connection, and as whom to speak there.
 *
 * @param authority PEM of the one certificate that signs the other's
 */
public record Peer(String authority, TlsCredential client) {}
