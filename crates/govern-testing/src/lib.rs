//! Fixtures and expectations for the tests of the suite.
