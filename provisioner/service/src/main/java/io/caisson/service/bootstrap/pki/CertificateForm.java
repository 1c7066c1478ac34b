package io.caisson.service.bootstrap.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** A certificate before it is signed: whose it is and what it may be used for. */
record CertificateForm(X500Name subject, PublicKey key, BigInteger serial, List<Part> parts) {
  /** One X.509 extension. */
  record Part(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

  static CertificateForm authority(X500Name subject, PublicKey key, BigInteger serial) {
    int usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign;
    return new CertificateForm(
        subject,
        key,
        serial,
        List.of(
            new Part(Extension.basicConstraints, true, new BasicConstraints(true)),
            new Part(Extension.keyUsage, true, new KeyUsage(usage)),
            new Part(
                Extension.subjectKeyIdentifier, false, utils().createSubjectKeyIdentifier(key))));
  }

  static CertificateForm client(X500Name subject, PublicKey key, BigInteger serial) {
    return leaf(subject, key, serial, KeyPurposeId.id_kp_clientAuth);
  }

  static CertificateForm server(List<String> hosts, PublicKey key, BigInteger serial) {
    GeneralName[] names = hosts.stream().map(CertificateForm::name).toArray(GeneralName[]::new);
    X500Name subject = new ClientSubject(hosts.getFirst(), List.of()).x500();
    CertificateForm form = leaf(subject, key, serial, KeyPurposeId.id_kp_serverAuth);
    return form.with(new Part(Extension.subjectAlternativeName, false, new GeneralNames(names)));
  }

  private static CertificateForm leaf(
      X500Name subject, PublicKey key, BigInteger serial, KeyPurposeId purpose) {
    return new CertificateForm(
        subject,
        key,
        serial,
        List.of(
            new Part(Extension.basicConstraints, true, new BasicConstraints(false)),
            new Part(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
            new Part(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))));
  }

  X509Certificate signedByItself(KeyPair keys, Instant start, Instant end) {
    return sign(subject, keys.getPrivate(), start, end);
  }

  X509Certificate signedBy(CertificateAuthority authority, Instant start, Instant end) {
    X509Certificate issuer = authority.x509();
    X500Name name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    var identifier = utils().createAuthorityKeyIdentifier(issuer.getPublicKey());
    return with(new Part(Extension.authorityKeyIdentifier, false, identifier))
        .sign(name, authority.key(), start, end);
  }

  private X509Certificate sign(X500Name issuer, PrivateKey signer, Instant start, Instant end) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer, serial, Date.from(start), Date.from(end), subject, key);
      for (Part part : parts) {
        builder.addExtension(part.id(), part.critical(), part.value());
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate of our own form cannot be signed", e);
    }
  }

  private CertificateForm with(Part part) {
    List<Part> all = Stream.concat(parts.stream(), Stream.of(part)).toList();
    return new CertificateForm(subject, key, serial, all);
  }

  private static GeneralName name(String host) {
    int kind = IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(kind, host);
  }

  private static JcaX509ExtensionUtils utils() {
    try {
      return new JcaX509ExtensionUtils();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
