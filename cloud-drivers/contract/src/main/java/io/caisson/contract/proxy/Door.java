package io.caisson.contract.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The local port that stands for one service. Closed, it refuses connections; it can be opened
 * again at the same port.
 */
final class Door {
  private final String service;
  private final String upstream;
  private final Desk desk;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private Thread acceptor;

  /**
   * @param upstream scheme, host and port that the cloud has for the service
   */
  Door(String service, String upstream, Desk desk) {
    this.service = service;
    this.upstream = upstream;
    this.desk = desk;
    this.listener = listen(0);
    this.acceptor = accepting(listener);
  }

  /** Serves one request; false if the connection is to be closed. */
  interface Desk {
    boolean serve(Door door, Request request, Wire wire) throws IOException;
  }

  String service() {
    return service;
  }

  String upstream() {
    return upstream;
  }

  /** Scheme, host and port. */
  synchronized String origin() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The text with the cloud's own address replaced by this door's. */
  String led(String text) {
    return text.replace(upstream, origin());
  }

  /** The system takes connections until the thread that waits for them has let go as well. */
  synchronized void close() {
    try {
      listener.close();
      acceptor.join();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void open() {
    listener = listen(listener.getLocalPort());
    acceptor = accepting(listener);
  }

  private Thread accepting(ServerSocket from) {
    return Thread.ofVirtual().name("door-" + service).start(() -> accept(from));
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      fresh.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
      return fresh;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket connection = from.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        Thread.ofVirtual().name("guest-of-" + service).start(() -> attend(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void attend(Socket connection) {
    try (connection) {
      Wire wire = new Wire(service, connection);
      Optional<Request> request = wire.read();
      while (request.isPresent() && desk.serve(this, request.get(), wire)) {
        request = wire.read();
      }
    } catch (IOException clientGone) {
      // the client sees the same: nothing else to tell
    } finally {
      connections.remove(connection);
    }
  }
}
