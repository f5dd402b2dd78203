"""The parts of a build: what it is given, how groups are read, which report stands, how a release is made."""
