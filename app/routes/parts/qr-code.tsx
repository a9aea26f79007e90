/** Rows of dark and light squares, with their quiet border. */
export type QrModules = boolean[][]

/** A QR code as one path, black on white whatever the theme: scanners want it so. */
export function QrCode({ modules, label }: { modules: QrModules; label: string }) {
  const side = modules.length + 2 * QUIET_ZONE
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className="block w-full"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={pathOf(modules)} fill="#000000" />
    </svg>
  )
}

/** The encoder adds one square; four are asked for around a code. */
const QUIET_ZONE = 3

function pathOf(modules: QrModules): string {
  return modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
    .join('')
}
