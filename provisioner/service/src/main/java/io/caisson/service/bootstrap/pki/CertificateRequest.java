package io.caisson.service.bootstrap.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A PKCS #10 request whose sender has proved to hold the private key. Nothing else of it counts:
 * the subject and extensions that it asks for are not read.
 *
 * @param key RSA of 2048 to 8192 bits, or EC on a curve that Kubernetes, written in Go, can read
 */
public record CertificateRequest(PublicKey key) {
  /** Characters; a request for an RSA key of 8192 bits has about 3,000. */
  public static final int LIMIT = 16_384;

  private static final int RSA_LEAST = 2048;
  private static final int RSA_MOST = 8192;
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  public CertificateRequest {
    switch (key) {
      case RSAPublicKey rsa -> checkRsa(rsa.getModulus().bitLength());
      case ECPublicKey ec -> checkCurve(ec);
      default ->
          throw new CertificateRefused("the key is neither RSA nor EC: " + key.getAlgorithm());
    }
  }

  /**
   * @throws CertificateRefused if the text is no request, its key is too weak, or it is not signed
   *     by that key
   */
  public static CertificateRequest parse(String pem) {
    byte[] der = decode(pem);
    try {
      return proved(new JcaPKCS10CertificationRequest(der));
    } catch (CertificateRefused e) {
      throw e;
    } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
      throw unreadable();
    } catch (RuntimeException e) {
      // Bouncy Castle answers hostile bytes with any of a dozen unchecked exceptions
      throw unreadable();
    }
  }

  private static CertificateRequest proved(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, OperatorCreationException, PKCSException {
    CertificateRequest checked = new CertificateRequest(request.getPublicKey());
    if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(checked.key()))) {
      throw new CertificateRefused("the request is not signed by the key that it names");
    }
    return checked;
  }

  private static CertificateRefused unreadable() {
    return new CertificateRefused("not a certificate request (PKCS #10) that can be read");
  }

  private static byte[] decode(String pem) {
    if (pem.length() > LIMIT) {
      throw new CertificateRefused(
          "a certificate request has at most %d characters".formatted(LIMIT));
    }
    String text = pem.strip().replace(" NEW CERTIFICATE REQUEST-", " CERTIFICATE REQUEST-");
    try {
      return Pem.decode("CERTIFICATE REQUEST", text);
    } catch (IllegalArgumentException e) {
      throw new CertificateRefused("not the PEM text of one certificate request");
    }
  }

  private static void checkRsa(int bits) {
    if (bits < RSA_LEAST || bits > RSA_MOST) {
      throw new CertificateRefused(
          "an RSA key of %d bits; %d to %d are taken".formatted(bits, RSA_LEAST, RSA_MOST));
    }
  }

  private static void checkCurve(ECPublicKey key) {
    ASN1Encodable curve =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm().getParameters();
    if (!(curve instanceof ASN1ObjectIdentifier named) || !CURVES.contains(named)) {
      throw new CertificateRefused(
          "an EC key of %d bits on a curve that is not P-256, P-384 or P-521"
              .formatted(key.getParams().getOrder().bitLength()));
    }
  }
}
