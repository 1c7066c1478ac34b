package io.caisson.service.bootstrap.pki;

/**
 * The key pair that signs a cluster's service account tokens, both as PEM.
 *
 * @param privateKey PKCS #8, not encrypted; {@link #toString()} leaves it out
 */
public record ServiceAccountKeys(String publicKey, String privateKey) {
  public ServiceAccountKeys {
    Pem.decode("PUBLIC KEY", publicKey);
    Pem.privateKey(privateKey);
  }

  @Override
  public String toString() {
    return "ServiceAccountKeys[]";
  }
}
