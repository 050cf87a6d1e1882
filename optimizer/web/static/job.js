// Follows a job: whenever something is told of it, the part of the page that changes is fetched again.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const progress = document.getElementById("progress");
  if (!progress || !progress.dataset.stream) return;
  const news = () => document.body.dispatchEvent(new CustomEvent("news"));
  const stream = new EventSource(progress.dataset.stream);
  stream.addEventListener("step", news);
  stream.addEventListener("end", () => {
    stream.close();
    window.location.reload();
  });
});
