package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.cloud.CloudFault;

/** Names that break what is put together carelessly. */
public enum HostileName {
  QUOTES("it's \"quoted\" `so` \\ it is"),
  EMOJI("кластер 集群 🚢"),
  JSON("\"}, {\"name\": \"other"),
  QUERY("a&name=b?c=d#e%20f/../g;h=i"),
  TAGS("<script>alert(1)</script>"),
  SHELL("$(reboot); rm -rf / | `id` ${HOME}"),
  NEWLINES("first\nsecond\r\nthird\ttabbed"),
  LONG("l".repeat(255)),
  TOO_LONG("x".repeat(300));

  private final String text;

  HostileName(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /**
   * A refusal is {@code Invalid}, but a cloud whose database cannot hold the characters breaks
   * (Neutron on MySQL's three-byte utf8: 500).
   */
  void assertRefusal(CloudFault fault) {
    assertThat(fault).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.Broken.class);
    assertThat(this == EMOJI || fault instanceof CloudFault.Invalid).as("%s", fault).isTrue();
  }
}
