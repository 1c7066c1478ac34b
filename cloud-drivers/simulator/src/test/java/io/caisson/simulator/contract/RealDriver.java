package io.caisson.simulator.contract;

import io.caisson.contract.cloud.Access;
import io.caisson.contract.cloud.Adapter;
import io.caisson.contract.cloud.Tuning;
import io.caisson.openstack.CloudLimits;
import io.caisson.openstack.Credential;
import io.caisson.openstack.OpenStackCloud;
import io.caisson.openstack.OpenStackEndpoint;
import io.caisson.openstack.OpenStackSite;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.identity.Identity;
import java.time.Duration;
import java.util.Optional;

/** This driver, as the contract asks for it. Callers are not remembered: each look is a look. */
final class RealDriver implements Adapter {
  @Override
  public Cloud cloud(Access access, Tuning tuning) {
    return OpenStackCloud.connect(endpoint(access), credential(access), limits(tuning));
  }

  @Override
  public Identity identity(Access access, Tuning tuning) {
    return OpenStackSite.open(endpoint(access), limits(tuning))
        .identity(Optional.of(credential(access)), Duration.ZERO);
  }

  private static OpenStackEndpoint endpoint(Access access) {
    OpenStackEndpoint endpoint = OpenStackEndpoint.at(access.authUrl()).in(access.region());
    return access.caCertificate().map(endpoint::trusting).orElse(endpoint);
  }

  private static Credential credential(Access access) {
    return switch (access.credential()) {
      case Access.Password password ->
          Credential.Password.of(
              password.user(),
              password.userDomain(),
              password.password(),
              password.project(),
              password.projectDomain());
      case Access.ApplicationCredential(var id, var secret) ->
          new Credential.ApplicationCredential(id, secret);
    };
  }

  private static CloudLimits limits(Tuning tuning) {
    return new CloudLimits(CloudLimits.USUAL.connect(), tuning.callLimit(), tuning.pageSize());
  }
}
