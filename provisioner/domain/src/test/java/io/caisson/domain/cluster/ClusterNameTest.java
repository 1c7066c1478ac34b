package io.caisson.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "k8s", "My_Cluster-1.2", "Z"})
  void anOrdinaryNameIsTaken(String name) {
    assertThat(ClusterName.problem(name)).isEmpty();
    assertThat(ClusterName.problem(name.repeat(242 / name.length()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a b", "a\"b", "a'b", "a\nb", "a\n", "ab🚀", "ä", "-a", "a/b"})
  void aNameThatMagnumRefusesIsRefusedInPlainCharacters(String name) {
    assertThat(ClusterName.problem(name))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.text())
                    .contains("must begin with a letter")
                    .matches("[\\x20-\\x7e]+"));
  }

  @ParameterizedTest
  @ValueSource(ints = {243, 300, 1_000_000})
  void aNameThatIsTooLongIsToldByItsLength(int length) {
    assertThat(ClusterName.problem("x".repeat(length)))
        .hasValueSatisfying(problem -> assertThat(problem.text()).contains("has " + length));
  }
}
