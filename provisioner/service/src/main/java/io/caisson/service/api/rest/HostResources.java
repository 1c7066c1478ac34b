package io.caisson.service.api.rest;

import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Hosts;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Compute hosts, for those who operate the cloud. */
@Controller("/api/v1/hosts/{host}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class HostResources {
  private final Hosts hosts;

  HostResources(Hosts hosts) {
    this.hosts = hosts;
  }

  @Get
  HttpResponse<String> show(HttpRequest<?> request, String host) {
    return HttpResponse.ok(Json.write(HostView.of(host, hosts.show(Call.caller(request), host))));
  }

  @Post("/drain")
  HttpResponse<String> drain(HttpRequest<?> request, String host) {
    return Query.dryRun(request)
        ? show(request, host)
        : HttpResponse.ok(Json.write(HostView.of(host, hosts.drain(Call.caller(request), host))));
  }
}
