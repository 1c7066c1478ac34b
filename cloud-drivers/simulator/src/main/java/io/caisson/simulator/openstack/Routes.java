package io.caisson.simulator.openstack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which handler serves which path. A {@code {}} in a route stands for one segment. */
final class Routes {
  private final List<Route> routes = new ArrayList<>();

  Routes on(String method, String path, Function<Call, Answer> handler) {
    Pattern pattern = Pattern.compile(path.replace("{}", "([^/]+)").replace(".", "\\.") + "/?");
    routes.add(new Route(method, pattern, handler));
    return this;
  }

  /** Empty if no route leads there. */
  Optional<Answer> answer(Call call) {
    String method = call.request().method().equals("HEAD") ? "GET" : call.request().method();
    for (Route route : routes) {
      Matcher found = route.path().matcher(call.request().path());
      if (route.method().equals(method) && found.matches()) {
        return Optional.of(route.handler().apply(call.with(groups(found))));
      }
    }
    return Optional.empty();
  }

  private static List<String> groups(Matcher found) {
    List<String> groups = new ArrayList<>();
    for (int i = 1; i <= found.groupCount(); i++) {
      groups.add(found.group(i));
    }
    return groups;
  }

  private record Route(String method, Pattern path, Function<Call, Answer> handler) {}
}
