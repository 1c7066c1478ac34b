package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.GroupChanges;
import io.caisson.service.tenancy.Steering;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** What can be asked of a single machine. */
@Controller("/api/v1/clusters/{id}/machines/{machine}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class MachineSteering {
  private final Steering steering;
  private final Revising revising;

  MachineSteering(Steering steering, Revising revising) {
    this.steering = steering;
    this.revising = revising;
  }

  /** Another machine in its place: made first if the body says {@code "surge": true}. */
  @Post("/replace")
  HttpResponse<String> replace(
      HttpRequest<?> request, String id, String machine, @Body @Nullable String body) {
    Part part = Part.optional(body, Forms.REPLACE.names());
    boolean surge = part.flag("surge").orElse(false);
    part.check();
    return revising.answer(request, id, body, GroupChanges.replace(machine, surge));
  }

  @Post("/drain")
  HttpResponse<String> drain(HttpRequest<?> request, String id, String machine) {
    return shown(steering.drain(target(request, id), machine), machine);
  }

  @Post("/undrain")
  HttpResponse<String> undrain(HttpRequest<?> request, String id, String machine) {
    return shown(steering.undrain(target(request, id), machine), machine);
  }

  /** The same machine made anew: image and user-data of its group as it is to be now. */
  @Post("/rebuild")
  HttpResponse<String> rebuild(HttpRequest<?> request, String id, String machine) {
    return shown(steering.rebuild(target(request, id), machine), machine);
  }

  @Post("/protect")
  HttpResponse<String> protect(HttpRequest<?> request, String id, String machine) {
    return shown(steering.protect(target(request, id), machine), machine);
  }

  @Post("/unprotect")
  HttpResponse<String> unprotect(HttpRequest<?> request, String id, String machine) {
    return shown(steering.unprotect(target(request, id), machine), machine);
  }

  private static Steering.Target target(HttpRequest<?> request, String id) {
    return SteeringResources.target(request, id);
  }

  private static HttpResponse<String> shown(Cluster cluster, String name) {
    Machine machine = Steering.machine(cluster, name);
    return HttpResponse.ok(Json.write(MachineView.of(cluster, machine)))
        .header("ETag", Call.tag(cluster));
  }
}
