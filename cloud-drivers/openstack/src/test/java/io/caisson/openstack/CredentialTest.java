package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialTest {
  private final Credential password =
      Credential.Password.of("demo", "Users", "geheim", "work", "Projects");
  private final Credential application = new Credential.ApplicationCredential("ac1", "geheim");

  @Test
  void aTextFormDoesNotTellTheSecret() {
    assertThat(password.toString()).contains("demo").doesNotContain("geheim");
    assertThat(application.toString()).contains("ac1").doesNotContain("geheim");
    assertThat(password.secrets().toString()).doesNotContain("geheim");
  }

  @Test
  void aPasswordIsForOneProject() {
    assertThat(password.tokenRequest())
        .isEqualTo(
            Map.of(
                "auth",
                Map.of(
                    "identity",
                    Map.of(
                        "methods",
                        List.of("password"),
                        "password",
                        Map.of(
                            "user",
                            Map.of(
                                "name", "demo",
                                "domain", Map.of("name", "Users"),
                                "password", "geheim"))),
                    "scope",
                    Map.of(
                        "project", Map.of("name", "work", "domain", Map.of("name", "Projects"))))));
  }

  @Test
  void anApplicationCredentialHasItsProjectAlready() {
    assertThat(application.tokenRequest())
        .isEqualTo(
            Map.of(
                "auth",
                Map.of(
                    "identity",
                    Map.of(
                        "methods",
                        List.of("application_credential"),
                        "application_credential",
                        Map.of("id", "ac1", "secret", "geheim")))));
  }
}
