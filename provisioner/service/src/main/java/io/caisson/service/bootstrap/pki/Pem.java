package io.caisson.service.bootstrap.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM texts (RFC 7468) of certificates, of EC private keys as PKCS #8, and of public keys. Errors
 * never quote the text, which may be a key.
 */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \\1-----\\R?");

  private Pem() {}

  public static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that has no encoding", e);
    }
  }

  public static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  public static String of(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  /**
   * @throws IllegalArgumentException if the text is no PEM certificate
   */
  public static X509Certificate certificate(String pem) {
    try {
      byte[] der = decode("CERTIFICATE", pem);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a PEM certificate", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is no PEM private key, or not of an EC key
   */
  public static PrivateKey privateKey(String pem) {
    try {
      byte[] der = decode("PRIVATE KEY", pem);
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      // without the cause, which may show bytes of the key
      throw new IllegalArgumentException("not the PEM text of an EC private key");
    }
  }

  /** The PEM blocks of a text in their order, each as a text of its own. */
  static List<String> blocks(String text) {
    return BLOCK.matcher(text).results().map(result -> result.group().strip() + "\n").toList();
  }

  static byte[] decode(String label, String pem) {
    Matcher matcher = BLOCK.matcher(pem.strip());
    if (!matcher.matches() || !matcher.group(1).equals(label)) {
      throw new IllegalArgumentException("not one PEM block of a " + label);
    }
    String body =
        pem.strip().lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat);
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a PEM block that is not base64: " + label);
    }
  }

  private static String block(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
