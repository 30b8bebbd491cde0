// A chart of one column of a result (Chart.js). The table stays beside it: it says the same in words.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const SHOWN = 60;

export function drawChart(
  canvas: HTMLCanvasElement,
  points: { name: string; value: number }[],
  { kind, title }: { kind: "bar" | "line"; title: string },
): Chart {
  const shown = points.slice(0, SHOWN);
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim();
  const accent = style.getPropertyValue("--accent").trim();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.color = ink;
  const lying = kind === "bar";
  const box = canvas.parentElement!;
  box.style.height = lying ? `${Math.max(shown.length * 26 + 60, 180)}px` : "22rem";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${title}: ${shown.map((one) => `${one.name} ${one.value}`).join(", ")}`);
  const room = box.clientWidth < 500 ? 8 : 20;
  const short = (text: string) => (text.length > room ? `${text.slice(0, room - 1)}…` : text);
  return new Chart(canvas, {
    type: kind,
    data: {
      labels: shown.map((one) => one.name),
      datasets: [
        { label: title, data: shown.map((one) => one.value), backgroundColor: accent, borderColor: accent, maxBarThickness: 18 },
      ],
    },
    options: {
      indexAxis: lying ? "y" : "x",
      maintainAspectRatio: false,
      animation: false,
      scales: {
        [lying ? "y" : "x"]: {
          grid: { display: false },
          ticks: { autoSkip: !lying, callback: (_value: unknown, at: number) => short(shown[at]?.name ?? "") },
        },
        [lying ? "x" : "y"]: { beginAtZero: true },
      },
    },
  });
}
