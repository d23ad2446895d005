// Each test gets a server of its own with a fresh workspace (fixtures.js), so tests run beside each other.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  // The real engine takes a minute to start and seven gigabytes to install: only where it is there.
  testIgnore: process.env.FLOWDECK_ENGINE_PYTHON ? [] : ["engine/**"],
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--js-flags=--heap-snapshot-string-limit=10000000"],
    },
  },
});
