package io.caisson.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private final SmallDataCentre small = new SmallDataCentre(1);
  private final Identity identity = small.dataCentre.look(Plant::identity);
  private final User ann = identity.addUser("ann", "s3cret");
  private final Project blue = identity.addProject("blue");

  @BeforeEach
  void annIsAMember() {
    identity.grant(ann.id(), blue.id(), "member");
  }

  @Test
  void aMemberLogsInAndIsAReaderToo() {
    Token token = identity.logIn(Optional.of(ann), "s3cret", Optional.of(blue.id()));
    assertThat(identity.rolesOf(token)).containsExactly("member", "reader");
  }

  @Test
  void aWrongPasswordAndAForeignProjectAreRefusedAlike() {
    Project red = identity.addProject("red");
    assertThatThrownBy(() -> identity.logIn(Optional.of(ann), "no", Optional.of(blue.id())))
        .hasMessage("The request you have made requires authentication.");
    assertThatThrownBy(() -> identity.logIn(Optional.of(ann), "s3cret", Optional.of(red.id())))
        .hasMessage("The request you have made requires authentication.");
  }

  @Test
  void aTokenEnds() {
    identity.letTokensLive(Duration.ofMinutes(5));
    Token token = token();
    assertThat(identity.token(token.id())).isPresent();
    small.pass(301);
    assertThat(identity.token(token.id())).isEmpty();
  }

  @Test
  void anApplicationCredentialWorksOnlyWhileItsUserHasTheRoles() {
    ApplicationCredential made = credential(false);
    identity.logIn(Optional.of(made), made.secret());
    identity.revoke(ann.id(), blue.id(), "member");
    assertThatThrownBy(() -> identity.logIn(Optional.of(made), made.secret()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED));
    identity.grant(ann.id(), blue.id(), "member");
    Token token = identity.logIn(Optional.of(made), made.secret());
    assertThat(identity.rolesOf(token)).contains("member");
  }

  @Test
  void anApplicationCredentialCannotMakeAnother() {
    ApplicationCredential made = credential(false);
    Token token = identity.logIn(Optional.of(made), made.secret());
    assertThatThrownBy(() -> identity.applicationCredentials().create(token, order("two", false)))
        .hasMessageContaining("application_credential")
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
  }

  @Test
  void theTokensOfADeletedApplicationCredentialAreVoid() {
    ApplicationCredential made = credential(false);
    Token token = identity.logIn(Optional.of(made), made.secret());
    identity.applicationCredentials().delete(token(), made.id());
    assertThat(identity.token(token.id())).isEmpty();
  }

  private Token token() {
    return identity.logIn(Optional.of(ann), "s3cret", Optional.of(blue.id()));
  }

  private ApplicationCredential credential(boolean unrestricted) {
    return identity.applicationCredentials().create(token(), order("one", unrestricted));
  }

  private static ApplicationCredentials.Order order(String name, boolean unrestricted) {
    return new ApplicationCredentials.Order(
        new ApplicationCredential.Label(name, Optional.empty()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        unrestricted);
  }
}
