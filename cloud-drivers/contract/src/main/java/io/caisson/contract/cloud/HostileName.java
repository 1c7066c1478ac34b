package io.caisson.contract.cloud;

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
}
