package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cidr;
import io.caisson.domain.cluster.ClusterSpec.AddressRange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AddressesTest {
  @Property
  void everyAddressOfThePoolsIsGivenOnceAndNoOther(
      @ForAll @IntRange(min = 1, max = 40) int first, @ForAll @IntRange(max = 40) int second) {
    List<AddressRange> pools = List.of(pool("10.0.0.0", first), pool("10.0.9.0", second));
    Set<String> used = new HashSet<>();
    for (int i = 0; i < first + second; i++) {
      Optional<String> chosen = Addresses.choose(pools, used, "salt-" + i);
      assertThat(chosen).isPresent();
      assertThat(used.add(chosen.get())).isTrue();
    }
    assertThat(Addresses.choose(pools, used, "one more")).isEmpty();
  }

  private static AddressRange pool(String base, int size) {
    long first = Cidr.number(base);
    return new AddressRange(base, Cidr.address(first + size - 1));
  }
}
