-- Requests to which their senders gave a key: what was asked for, what was set aside for it, and the answer.

create table request (
  project text not null,
  sender text not null,
  key text not null,
  fingerprint text not null,
  subject uuid not null,
  at timestamptz not null,
  status int,
  body text,
  location text,
  primary key (project, sender, key)
);
create index request_age on request (project, at);
