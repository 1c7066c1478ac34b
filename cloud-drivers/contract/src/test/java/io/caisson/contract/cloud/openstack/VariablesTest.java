package io.caisson.contract.cloud.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.contract.cloud.Access;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final String P = "CAISSON_CONTRACT_OPENSTACK_";

  @Test
  void domainsAndRegionHaveTheirUsualNamesUnlessSaidOtherwise() {
    Access member =
        new Variables(
                Map.of(
                    P + "AUTH_URL", "http://cloud.example:5000/v3",
                    P + "USERNAME", "demo",
                    P + "PASSWORD", "pw",
                    P + "PROJECT_NAME", "team"))
            .member();
    assertThat(member.authUrl()).isEqualTo(URI.create("http://cloud.example:5000/v3"));
    assertThat(member.region()).isEqualTo("RegionOne");
    assertThat(member.credential())
        .isEqualTo(new Access.Password("demo", "Default", "pw", "team", "Default"));
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatThrownBy(() -> new Variables(Map.of()).image())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(P + "IMAGE is not set");
  }

  @Test
  void passwordsAreNotShown() {
    Variables variables = new Variables(Map.of(P + "PASSWORD", "hush", "HOME", "/root"));
    assertThat(variables.toString()).isEqualTo("[" + P + "PASSWORD]");
  }
}
