package io.caisson.contract.kubernetes;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Certificates and keys as kubeconfigs and the API hold them. */
final class Pem {
  private Pem() {}

  static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> found = new ArrayList<>();
    for (Object part : parts(pem)) {
      if (part instanceof X509CertificateHolder holder) {
        found.add(certificate(holder));
      }
    }
    return found;
  }

  /** PKCS#8, or openssl's own forms. */
  static PrivateKey key(String pem) {
    for (Object part : parts(pem)) {
      try {
        if (part instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
        }
        if (part instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      } catch (IOException unknown) {
        throw new UncheckedIOException(unknown);
      }
    }
    throw new IllegalArgumentException("no private key in PEM");
  }

  static String text(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static X509Certificate certificate(X509CertificateHolder holder) {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (CertificateException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private static List<Object> parts(String pem) {
    List<Object> parts = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        parts.add(part);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return parts;
  }
}
