// Follows a job: whenever something is told of it, the part of the page that changes is fetched again, twice a second at
// most; what was told in between is fetched after that.
"use strict";

const PAUSE_MS = 500;

document.addEventListener("DOMContentLoaded", () => {
  const progress = document.getElementById("progress");
  if (!progress || !progress.dataset.stream) return;
  let pausing = false;
  let missed = false;
  const news = () => {
    missed = pausing;
    if (pausing) return;
    pausing = true;
    document.body.dispatchEvent(new CustomEvent("news"));
    setTimeout(() => {
      pausing = false;
      if (missed) news();
    }, PAUSE_MS);
  };
  const stream = new EventSource(progress.dataset.stream);
  stream.addEventListener("step", news);
  stream.addEventListener("end", () => {
    stream.close();
    window.location.reload();
  });
});
