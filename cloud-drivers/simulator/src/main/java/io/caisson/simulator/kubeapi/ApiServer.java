package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests to one cluster: who calls, may he, what does he get. All listeners of the
 * cluster share it; every request is answered at once, on its connection's event loop.
 */
final class ApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int BODY_LIMIT = 3 * 1024 * 1024;

  private final ObjectStore store;
  private final Timeline timeline;
  private final Callers callers;
  private final Authorization authorization;
  private final Endpoints endpoints;
  private final Paths paths;
  private final Kinds kinds;
  private final PortForward portForward;

  ApiServer(
      ObjectStore store,
      Timeline timeline,
      Authentication authentication,
      Authorization authorization,
      Endpoints endpoints,
      Paths paths,
      Kinds kinds,
      PortForward portForward) {
    this.store = store;
    this.timeline = timeline;
    this.callers = new Callers(authentication);
    this.authorization = authorization;
    this.endpoints = endpoints;
    this.paths = paths;
    this.kinds = kinds;
    this.portForward = portForward;
  }

  /**
   * @param etcd whether it can be read and written
   */
  void handle(HttpServerRequest request, BooleanSupplier etcd) {
    if (PortForward.isAsked(request)) {
      guarded(request, () -> forward(request, etcd.getAsBoolean()));
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() <= BODY_LIMIT) {
            body.appendBuffer(part);
          }
        });
    request.exceptionHandler(gone -> {});
    request.endHandler(whole -> answer(request, body, etcd));
  }

  private void forward(HttpServerRequest request, boolean etcd) {
    Caller caller = callers.of(request);
    Target target = Target.parse(request.path(), kinds).orElseThrow(Status::noSuchResource);
    authorization.require(caller, "get", target);
    if (!etcd) {
      throw Status.noEtcd();
    }
    portForward.begin(request, target);
  }

  private void answer(HttpServerRequest request, Buffer body, BooleanSupplier etcd) {
    HttpServerResponse response = request.response();
    response.putHeader("Audit-Id", UUID.randomUUID().toString());
    response.putHeader("Cache-Control", "no-cache, private");
    guarded(request, () -> serve(request, body, etcd.getAsBoolean()));
  }

  private static void guarded(HttpServerRequest request, Runnable work) {
    HttpServerResponse response = request.response();
    try {
      work.run();
    } catch (ApiFault refused) {
      refused.retryAfter().ifPresent(s -> response.putHeader("Retry-After", Integer.toString(s)));
      send(response, Reply.json(refused.code(), refused.status()));
    } catch (RuntimeException broken) {
      LOG.error("{} {}", request.method(), request.path(), broken);
      send(response, Reply.text(500, "an error on the server has prevented the request\n"));
    }
  }

  private void serve(HttpServerRequest request, Buffer body, boolean etcd) {
    Caller caller = callers.of(request);
    Call call =
        new Call(
            caller,
            request.method().name(),
            request.path(),
            new Query(request.params()),
            header(request, "Accept"),
            header(request, "User-Agent"),
            mediaType(header(request, "Content-Type")),
            body);
    Optional<Target> target = Target.parse(call.path(), kinds);
    if (target.isEmpty() && kinds.isInServedVersion(call.path())) {
      throw Status.noSuchResource();
    }
    if (target.isEmpty()) {
      authorization.requirePath(caller, call.pathVerb(), call.path());
      send(request.response(), paths.handle(call, host(request), etcd));
      return;
    }
    if (!etcd) {
      throw Status.noEtcd();
    }
    String verb = Endpoints.verb(target.get(), call);
    authorization.require(caller, verb, target.get());
    requireReadable(call);
    if (Endpoints.isWatch(call)) {
      new WatchStream(store, timeline, watched(target.get(), call), call, request.response())
          .start();
    } else if (endpoints.mayTakeLong(verb)) {
      aside(request, () -> endpoints.handle(target.get(), verb, call));
    } else {
      send(request.response(), endpoints.handle(target.get(), verb, call));
    }
  }

  /** An event loop must not wait for a webhook. */
  private static void aside(HttpServerRequest request, Supplier<Reply> work) {
    Context loop = Vertx.currentContext();
    Thread.ofVirtual()
        .start(
            () ->
                guarded(
                    request,
                    () -> {
                      Reply reply = work.get();
                      loop.runOnContext(now -> send(request.response(), reply));
                    }));
  }

  private static void requireReadable(Call call) {
    if (call.body().length() > BODY_LIMIT) {
      throw Status.tooLarge(BODY_LIMIT);
    }
    String accept = call.accept();
    if (!accept.isEmpty()
        && !accept.contains("json")
        && !accept.contains("*/*")
        && !accept.contains("application/*")) {
      throw Status.notAcceptable();
    }
  }

  /** A watch of one object is a watch of its kind that selects one. */
  private static Target watched(Target target, Call call) {
    if (target.isCollection()) {
      return target;
    }
    call.query().select("metadata.name=" + target.name());
    return new Target(target.resource(), target.namespace(), "", "");
  }

  private static void send(HttpServerResponse response, Reply reply) {
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(reply.code());
      response.putHeader("Content-Type", reply.contentType());
      for (String warning : reply.warnings()) {
        String quoted = warning.replace("\"", "\\\"");
        response.headers().add("Warning", "299 - \"" + quoted + "\"");
      }
      response.end(reply.body());
    }
  }

  private static String host(HttpServerRequest request) {
    return request.authority() == null ? "" : request.authority().toString();
  }

  private static String header(HttpServerRequest request, String name) {
    @Nullable String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
