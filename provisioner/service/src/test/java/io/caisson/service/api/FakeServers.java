package io.caisson.service.api;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import java.util.List;
import java.util.Optional;

/** The servers that a test names; none can be made, and nothing else be asked. */
record FakeServers(List<Server> servers, Optional<CloudFault> fault) implements Compute {
  @Override
  public List<Server> servers() {
    fault.ifPresent(
        raised -> {
          throw new CloudException(raised);
        });
    return servers;
  }

  @Override
  public String hostId(String host) {
    return "id of " + host;
  }

  @Override
  public Optional<Server> server(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String createServer(ServerOrder order) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteServer(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rebuildServer(String id, ServerRebuild order) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String console(String id, int lines) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String createServerGroup(OwnerMark mark, ServerGroup.Policy policy) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteServerGroup(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ServerGroup> serverGroup(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ServerGroup> serverGroups() {
    throw new UnsupportedOperationException();
  }
}
