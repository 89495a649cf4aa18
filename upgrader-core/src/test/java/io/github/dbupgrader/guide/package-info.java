/** The scenarios of the schema change guide, with its names, as the system of services goes through them: an ingestor that writes and an API that reads, each in an old and a new version. */
package io.github.dbupgrader.guide;
