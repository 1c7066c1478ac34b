package io.caisson.contract.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Signs everybody in, and answers everything else with a list of one thing. */
final class SmallCloud implements AutoCloseable {
  private final HttpServer server;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  SmallCloud() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI authUrl() {
    return URI.create(origin() + "/v3");
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Methods, targets and bodies that have arrived. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    boolean signIn = exchange.getRequestURI().getPath().endsWith("/auth/tokens");
    if (signIn) {
      exchange.getResponseHeaders().add("X-Subject-Token", "t-" + seen.size());
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    byte[] text = (signIn ? token() : things()).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(signIn ? 201 : 200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private String token() {
    return """
    {"token": {"catalog": [
      {"type": "compute", "endpoints": [{"interface": "public", "url": "%1$s/v2.1"}]},
      {"type": "network", "endpoints": [{"interface": "public", "url": "%1$s"}]}]}}\
    """
        .formatted(origin());
  }

  private String things() {
    return "{\"things\": [{\"password\": \"hush\", \"name\": \"é\"}], \"next\": \"%s/v2.1/more\"}"
        .formatted(origin());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
