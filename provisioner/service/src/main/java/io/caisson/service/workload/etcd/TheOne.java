package io.caisson.service.workload.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;

/** Gives the connection that there is, once. */
final class TheOne extends SocketFactory {
  private final Socket connection;
  private final AtomicBoolean given = new AtomicBoolean();

  TheOne(Socket connection) {
    this.connection = connection;
  }

  @Override
  public Socket createSocket() throws IOException {
    if (given.getAndSet(true)) {
      throw new SocketException("the connection that led there has ended");
    }
    return connection;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }
}
