package io.caisson.service.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
  private static DatabaseAddress parse(String url) {
    return DatabaseAddress.parse(url, Optional.empty(), Optional.empty());
  }

  @Test
  void aJdbcUrlIsTakenAsItIs() {
    assertThat(parse("jdbc:postgresql://db:5432/caisson?user=a&password=b"))
        .isEqualTo(
            new DatabaseAddress(
                "jdbc:postgresql://db:5432/caisson?user=a&password=b",
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void userAndPasswordCanStandInsideAPlainUrl() {
    assertThat(parse("postgres://ann:p%40ss+w%3Aord@db:5433/caisson?sslmode=require"))
        .isEqualTo(
            new DatabaseAddress(
                "jdbc:postgresql://db:5433/caisson?sslmode=require",
                Optional.of("ann"),
                Optional.of("p@ss+w:ord")));
  }

  @Test
  void userAndPasswordThatAreGivenApartWin() {
    assertThat(
            DatabaseAddress.parse(
                "postgresql://ann:old@db/caisson", Optional.of("bob"), Optional.of("new")))
        .isEqualTo(
            new DatabaseAddress(
                "jdbc:postgresql://db/caisson", Optional.of("bob"), Optional.of("new")));
  }

  @Test
  void whatIsNoAddressIsRefusedWithoutRepeatingIt() {
    for (String wrong :
        new String[] {
          "", "mysql://ann:secret@db/x", "jdbc:h2:secret", "postgresql://a:secret@ b"
        }) {
      assertThatThrownBy(() -> parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void noPasswordIsShown() {
    assertThat(parse("postgresql://ann:secret@db/caisson?password=secret").toString())
        .isEqualTo("DatabaseAddress[jdbc:postgresql://db/caisson]");
  }
}
