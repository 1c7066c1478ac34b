package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Facts.Flavor;
import io.caisson.spi.cloud.Facts.Image;
import io.caisson.spi.cloud.Facts.NetworkFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the cloud offers, by id and by name. */
public interface FactsContract extends UnderTest {
  @Test
  default void aFlavorIsFoundByItsNameAndByItsId(Bench bench) {
    Flavor named =
        bench.cloud().facts().flavor(bench.environment().supplies().flavor()).orElseThrow();
    assertThat(named.vcpus()).isPositive();
    assertThat(named.ramMib()).isPositive();
    assertThat(bench.cloud().facts().flavor(named.id())).contains(named);
    assertThat(bench.cloud().facts().flavor(named.name())).contains(named);
  }

  @Test
  default void anImageIsFoundByItsNameAndByItsId(Bench bench) {
    Image named = bench.cloud().facts().image(bench.environment().supplies().image()).orElseThrow();
    assertThat(named.active()).isTrue();
    assertThat(bench.cloud().facts().image(named.id())).contains(named);
    assertThat(bench.cloud().facts().image(named.name())).contains(named);
  }

  @Test
  default void aNetworkIsFoundByItsNameAndByItsIdWithItsSubnets(Bench bench) {
    NetworkFact named =
        bench.cloud().facts().network(bench.environment().supplies().network()).orElseThrow();
    assertThat(named.external()).isFalse();
    assertThat(named.subnets())
        .isNotEmpty()
        .allSatisfy(
            subnet -> {
              assertThat(subnet.cidr()).contains("/");
              assertThat(subnet.pools()).isNotEmpty();
            });
    assertThat(bench.cloud().facts().network(named.id())).contains(named);
    assertThat(bench.cloud().facts().network(named.name())).contains(named);
  }

  @Test
  default void anExternalNetworkIsToldFromOthers(Bench bench) {
    assertThat(bench.cloud().facts().network(bench.environment().supplies().externalNetwork()))
        .hasValueSatisfying(network -> assertThat(network.external()).isTrue());
  }

  @Test
  default void aNameThatTwoNetworksHaveIsAmbiguousAndTheirIdsAreTold(Bench bench) {
    String name = bench.freshName("twin");
    String one = bench.neighbour().network(name);
    String other = bench.neighbour().network(name);
    CloudFault fault = bench.faultOf(() -> bench.cloud().facts().network(name));
    assertThat(fault).isInstanceOf(CloudFault.Conflict.class);
    assertThat(fault.text()).contains(one).contains(other);
    assertThat(bench.cloud().facts().network(one)).isPresent();
  }

  @Test
  default void whatNeverWasIsAbsent(Bench bench) {
    Facts facts = bench.cloud().facts();
    for (String word : new String[] {Missing.ID, "no-such-thing"}) {
      assertThat(facts.flavor(word)).isEmpty();
      assertThat(facts.image(word)).isEmpty();
      assertThat(facts.network(word)).isEmpty();
      assertThat(facts.keyPairExists(word)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aHostileNameIsLookedUpAsItIsAndFindsNothing(HostileName name, Bench bench) {
    Facts facts = bench.cloud().facts();
    assertThat(facts.flavor(name.text())).isEmpty();
    assertThat(facts.image(name.text())).isEmpty();
    assertThat(facts.network(name.text())).isEmpty();
    assertThat(facts.keyPairExists(name.text())).isFalse();
  }

  @Test
  default void theKeyPairOfTheSuiteExists(Bench bench) {
    assertThat(bench.cloud().facts().keyPairExists(bench.environment().supplies().keyPair()))
        .isTrue();
  }

  @Test
  default void theCloudHasZones(Bench bench) {
    assertThat(bench.cloud().facts().zones()).isNotEmpty().doesNotHaveDuplicates();
  }
}
