package io.caisson.service.bootstrap.pki;

import java.util.List;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Who a client certificate says that its bearer is: Kubernetes reads the common name as the user
 * and the organisations as the groups.
 *
 * @param user 1 to 256 characters, none of them a control character
 * @param groups each as the user
 */
public record ClientSubject(String user, List<String> groups) {
  public ClientSubject {
    groups = List.copyOf(groups);
    check("user", user);
    groups.forEach(group -> check("group", group));
  }

  private static void check(String what, String text) {
    if (text.isBlank() || text.length() > 256 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a %s in a certificate has 1 to 256 characters and no control characters"
              .formatted(what));
    }
  }

  X500Name x500() {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    groups.forEach(group -> name.addRDN(BCStyle.O, new DERUTF8String(group)));
    name.addRDN(BCStyle.CN, new DERUTF8String(user));
    return name.build();
  }
}
