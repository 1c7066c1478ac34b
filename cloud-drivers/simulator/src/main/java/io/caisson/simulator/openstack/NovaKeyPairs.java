package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Catalogue;
import io.caisson.simulator.model.KeyPair;
import java.util.Optional;

/** {@code /v2.1/os-keypairs}. */
final class NovaKeyPairs {
  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/os-keypairs", this::list)
        .on("POST", "/v2.1/os-keypairs", this::create)
        .on("GET", "/v2.1/os-keypairs/{}", this::show)
        .on("DELETE", "/v2.1/os-keypairs/{}", this::delete);
  }

  private Answer list(Call call) {
    boolean typed = NovaVersion.of(call.request()).atLeast(2);
    return Answer.json(
        200,
        Json.wrap(
            "keypairs",
            Json.array(
                call.plant().catalogue().keyPairs(call.caller().user()),
                key -> Json.wrap("keypair", brief(key, typed)))));
  }

  private Answer create(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    JsonNode wish = Nova.body(call).path("keypair");
    String name = name(wish);
    Optional<String> given = NeutronViews.text(wish, "public_key");
    if (given.isEmpty() && version.atLeast(92)) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute keypair. Value: %s. 'public_key' is a required property"
              .formatted(Python.repr(wish)));
    }
    SshKey key = given.map(SshKey::read).orElseGet(SshKey::generate);
    KeyPair made =
        call.plant()
            .catalogue()
            .addKeyPair(
                call.caller().user(),
                name,
                wish.path("type").asText("ssh"),
                new Catalogue.KeyText(key.publicKey(), key.fingerprint()));
    ObjectNode view = brief(made, version.atLeast(2)).put("user_id", made.user());
    key.privateKey().ifPresent(pem -> view.put("private_key", pem));
    return Answer.json(version.atLeast(2) ? 201 : 200, Json.wrap("keypair", view));
  }

  private static String name(JsonNode wish) {
    JsonNode name = wish.path("name");
    if (!name.isTextual()) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute keypair. Value: %s. 'name' is a required property"
              .formatted(Python.repr(wish)));
    }
    String text = name.asText();
    if (text.isEmpty() || text.length() > 255) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute name. Value: %s. '%s' is too %s"
              .formatted(text, text, text.isEmpty() ? "short" : "long"));
    }
    if (!text.matches("[a-zA-Z0-9 _@.-]+")) {
      throw NovaFault.badRequest(
          "An invalid 'name' value was provided. The name must be: one of"
              + " 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- ' characters.");
    }
    return text;
  }

  private Answer show(Call call) {
    KeyPair key = need(call);
    ObjectNode view = brief(key, NovaVersion.of(call.request()).atLeast(2));
    view.put("user_id", key.user());
    view.put("created_at", Json.bareMicros(key.created()));
    view.put("deleted", false);
    view.putNull("deleted_at");
    view.put("id", 1);
    view.putNull("updated_at");
    return Answer.json(200, Json.wrap("keypair", view));
  }

  private Answer delete(Call call) {
    KeyPair key = need(call);
    call.plant().catalogue().deleteKeyPair(key.user(), key.name());
    return Answer.empty(NovaVersion.of(call.request()).atLeast(2) ? 204 : 202);
  }

  private static KeyPair need(Call call) {
    String user = call.caller().user();
    return call.plant()
        .catalogue()
        .keyPair(user, call.id())
        .orElseThrow(
            () ->
                NovaFault.notFound("Keypair %s not found for user %s".formatted(call.id(), user)));
  }

  private static ObjectNode brief(KeyPair key, boolean typed) {
    ObjectNode view = Json.object();
    view.put("name", key.name());
    view.put("public_key", key.publicKey());
    view.put("fingerprint", key.fingerprint());
    if (typed) {
      view.put("type", key.type());
    }
    return view;
  }
}
