package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Glance v2, as far as reading images goes. */
final class Glance implements Service {
  private static final Set<String> CONTROLS =
      Set.of("limit", "marker", "sort", "sort_key", "sort_dir", "member_status");

  private final Gate gate;
  private final Endpoints endpoints;
  private final Routes routes;

  Glance(DataCentre dataCentre, Endpoints endpoints) {
    this.gate = new Gate(dataCentre, endpoints);
    this.endpoints = endpoints;
    this.routes =
        new Routes()
            .on("GET", "/v2/images", this::list)
            .on("GET", "/v2/images/{}", this::show)
            .on("GET", "/v2/schemas/image", _ -> schema("image"))
            .on("GET", "/v2/schemas/images", _ -> schema("images"));
  }

  @Override
  public Answer answer(Request request) {
    if (request.path().isEmpty() || request.path().equals("/")) {
      return versions(300);
    }
    if (request.path().equals("/versions")) {
      return versions(200);
    }
    Answer answer =
        gate.pass(
            request,
            call ->
                routes
                    .answer(call)
                    .orElseGet(
                        () -> problem(404, "Not Found", "The resource could not be found.")));
    return answer.status() == 401 ? unauthorized() : answer;
  }

  private Answer unauthorized() {
    String text =
        "This server could not verify that you are authorized to access the document you requested."
            + " Either you supplied the wrong credentials (e.g., bad password), or your browser"
            + " does not understand how to supply the credentials required.";
    return problem(401, "Unauthorized", text).with("WWW-Authenticate", gate.challenge());
  }

  private static Answer problem(int status, String title, String text) {
    ObjectNode body = Json.object();
    body.put("message", text + "<br /><br />\n\n\n");
    body.put("code", status + " " + title);
    body.put("title", title);
    return Answer.json(status, body);
  }

  private Answer list(Call call) {
    List<Image> found = new ArrayList<>(call.plant().catalogue().images());
    found.removeIf(image -> !matches(call.request(), image));
    found.sort(Comparator.comparing(Image::created).thenComparing(Image::id).reversed());
    String limit = call.request().asked("limit").orElse("25");
    if (!limit.matches("[0-9]{1,9}")) {
      return problem(400, "Bad Request", "limit param must be an integer");
    }
    call.request().asked("marker").ifPresent(marker -> skipTo(found, marker));
    int size = Math.min(found.size(), Integer.parseInt(limit));
    List<Image> page = found.subList(0, size);
    ObjectNode body = Json.wrap("images", Json.array(page, this::view));
    String query = call.request().rawQuery();
    body.put("first", "/v2/images" + (query.isEmpty() ? "" : "?" + query));
    if (size < found.size() && size > 0) {
      body.put("next", "/v2/images?limit=" + size + "&marker=" + page.getLast().id());
    }
    body.put("schema", "/v2/schemas/images");
    return Answer.json(200, body);
  }

  private static void skipTo(List<Image> found, String marker) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).id().equals(marker)) {
        found.subList(0, i + 1).clear();
        return;
      }
    }
    found.clear();
  }

  private boolean matches(Request request, Image image) {
    ObjectNode view = view(image);
    for (Map.Entry<String, List<String>> filter : request.query().entrySet()) {
      String wanted = filter.getValue().getFirst();
      String value = view.path(filter.getKey()).asText("");
      if (!CONTROLS.contains(filter.getKey()) && !fits(value, wanted)) {
        return false;
      }
    }
    return true;
  }

  /** {@code in:a,b} means any of these. */
  private static boolean fits(String value, String wanted) {
    return wanted.startsWith("in:")
        ? List.of(wanted.substring(3).replace("\"", "").split(",")).contains(value)
        : value.equalsIgnoreCase(wanted);
  }

  private Answer show(Call call) {
    return call.plant()
        .catalogue()
        .image(call.id())
        .map(image -> Answer.json(200, view(image)))
        .orElseGet(() -> problem(404, "Not Found", "No image found with ID " + call.id()));
  }

  private ObjectNode view(Image image) {
    ObjectNode view = Json.texts(image.properties());
    view.put("name", image.name());
    view.put("disk_format", "qcow2");
    view.put("container_format", "bare");
    view.put("visibility", "public");
    view.put("size", 4096);
    view.putNull("virtual_size");
    view.put("status", image.status());
    view.put("checksum", image.id().replace("-", ""));
    view.put("protected", false);
    view.put("min_ram", image.minRamMib());
    view.put("min_disk", image.minDiskGib());
    view.put("owner", "");
    view.put("os_hidden", false);
    view.put("os_hash_algo", "sha512");
    view.put("os_hash_value", image.id().replace("-", "").repeat(4));
    view.put("id", image.id());
    view.put("created_at", Json.seconds(image.created()));
    view.put("updated_at", Json.seconds(image.created()));
    view.set("tags", Json.array());
    view.put("self", "/v2/images/" + image.id());
    view.put("file", "/v2/images/" + image.id() + "/file");
    view.put("schema", "/v2/schemas/image");
    return view;
  }

  private static Answer schema(String name) {
    ObjectNode schema = Json.object().put("name", name);
    schema.set("properties", Json.object());
    return Answer.json(200, schema);
  }

  private Answer versions(int status) {
    ArrayNode all = Json.array();
    for (String id :
        List.of("2.15", "2.9", "2.7", "2.6", "2.5", "2.4", "2.3", "2.2", "2.1", "2.0")) {
      ObjectNode version = Json.object();
      version.put("id", "v" + id);
      version.put("status", all.isEmpty() ? "CURRENT" : "SUPPORTED");
      ObjectNode self = Json.object().put("rel", "self").put("href", endpoints.image() + "/v2/");
      version.set("links", Json.array().add(self));
      all.add(version);
    }
    return Answer.json(status, Json.wrap("versions", all));
  }
}
